# Conflicts as the tutorial finds them: by looking at every Ingress that is known.
package kubernetes.admission

import data.kubernetes.ingresses

deny[message] {
	host := hosts[_]
	other := ingresses[namespace][name]
	namespace != input.request.namespace
	other.spec.rules[_].host == host
	message := sprintf("invalid ingress host %q (conflicts with %v/%v)", [host, namespace, name])
}
