package main

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// identity is how proxies name themselves. In both texts {ip}, {pod}, {namespace} and {number} are filled in.
type identity struct {
	id         string
	metadata   string
	cluster    string
	namespaces int
	prefix     string
}

// namespace of proxy i: they are spread evenly.
func (d identity) namespace(i int) string {
	return d.prefix + strconv.Itoa(i%d.namespaces)
}

func (d identity) fill(text string, i int) string {
	return strings.NewReplacer("{ip}", address(i).String(), "{pod}", fmt.Sprintf("proxy-%d", i),
		"{namespace}", d.namespace(i), "{number}", strconv.Itoa(i)).Replace(text)
}

// address of proxy i, out of 10.128.0.0/9.
func address(i int) netip.Addr {
	i++
	return netip.AddrFrom4([4]byte{10, byte(128 | i>>16&127), byte(i >> 8), byte(i)})
}

// node is the envoy.config.core.v3.Node of proxy i, encoded.
func (d identity) node(i int) ([]byte, error) {
	var metadata map[string]any
	if err := json.Unmarshal([]byte(d.fill(d.metadata, i)), &metadata); err != nil {
		return nil, fmt.Errorf("the metadata is no JSON object: %w", err)
	}
	node := appendBytes(nil, 1, d.fill(d.id, i))
	node = appendBytes(node, 2, d.fill(d.cluster, i))
	node = appendBytes(node, 3, appendStruct(nil, metadata))
	return appendBytes(node, 6, "envoy"), nil
}
