// Command coredns is CoreDNS with only the plugins that a test cluster's Corefile names.
package main

import (
	"github.com/coredns/coredns/core/dnsserver"
	_ "github.com/coredns/coredns/plugin/cache"
	_ "github.com/coredns/coredns/plugin/errors"
	_ "github.com/coredns/coredns/plugin/health"
	_ "github.com/coredns/coredns/plugin/kubernetes"
	_ "github.com/coredns/coredns/plugin/ready"

	"github.com/coredns/coredns/coremain"
)

func main() {
	// The order in which they see a query, whatever the Corefile's order.
	dnsserver.Directives = []string{
		"ready", "health", "errors", "cache", "kubernetes",
	}
	coremain.Run()
}
