# A host must match the list in its namespace's annotation. Both ways to find conflicts stand on this.
package kubernetes.admission

import data.kubernetes.namespaces

checked = {"CREATE", "UPDATE"}

hosts[host] {
	input.request.kind.kind == "Ingress"
	checked[input.request.operation]
	host := input.request.object.spec.rules[_].host
}

patterns[pattern] {
	list := namespaces[input.request.namespace].metadata.annotations["ingress-whitelist"]
	pattern := trim_space(split(list, ",")[_])
}

listed(host) {
	patterns[host]
}

listed(host) {
	pattern := patterns[_]
	startswith(pattern, "*.")
	endswith(host, substring(pattern, 1, -1))
}

deny[message] {
	host := hosts[_]
	not listed(host)
	message := sprintf("invalid ingress host %q", [host])
}
