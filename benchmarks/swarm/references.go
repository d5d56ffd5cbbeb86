package main

import "bytes"

// eds is envoy.config.cluster.v3.Cluster.DiscoveryType's number for it.
const eds = 3

var connectionManager = []byte(
	"type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager")

// references lists what a resource makes a proxy subscribe to: a cluster its endpoints, a listener its routes.
func references(k kind, content []byte) ([]string, error) {
	switch k {
	case clusters:
		return endpointsOf(content)
	case listeners:
		return routesOf(content)
	default:
		return nil, nil
	}
}

func endpointsOf(cluster []byte) ([]string, error) {
	var name, service string
	var byEDS bool
	err := fields(cluster, func(number int, value uint64, content []byte, _, _ int) error {
		switch number {
		case 1:
			name = string(content)
		case 2:
			byEDS = value == eds
		case 3: // EdsClusterConfig
			return fields(content, func(number int, _ uint64, content []byte, _, _ int) error {
				if number == 2 {
					service = string(content)
				}
				return nil
			})
		}
		return nil
	})
	if err != nil || !byEDS {
		return nil, err
	}
	if service == "" {
		return []string{name}, nil
	}
	return []string{service}, nil
}

func routesOf(listener []byte) (names []string, err error) {
	err = fields(listener, func(number int, _ uint64, content []byte, _, _ int) error {
		if number != 3 && number != 25 { // filter_chains, default_filter_chain
			return nil
		}
		return fields(content, func(number int, _ uint64, content []byte, _, _ int) error {
			if number != 3 { // filters
				return nil
			}
			return fields(content, func(number int, _ uint64, content []byte, _, _ int) error {
				if number == 4 { // typed_config
					return routeOf(content, &names)
				}
				return nil
			})
		})
	})
	return names, err
}

// routeOf adds the RouteConfiguration that a filter asks for, if it is one that does.
func routeOf(config []byte, names *[]string) error {
	isManager := false
	return fields(config, func(number int, _ uint64, content []byte, _, _ int) error {
		if number == 1 {
			isManager = bytes.Equal(content, connectionManager)
		}
		if number != 2 || !isManager {
			return nil
		}
		return fields(content, func(number int, _ uint64, content []byte, _, _ int) error {
			if number != 3 { // rds
				return nil
			}
			return fields(content, func(number int, _ uint64, content []byte, _, _ int) error {
				if number == 2 { // route_config_name
					*names = append(*names, string(content))
				}
				return nil
			})
		})
	})
}
