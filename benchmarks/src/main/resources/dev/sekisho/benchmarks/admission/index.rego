# Conflicts as an expert finds them: whoever pushes the data keeps an object of all hosts, and the policy looks
# the new ones up in it.
package kubernetes.admission

deny[message] {
	host := hosts[_]
	owner := data.kubernetes.hosts[host][namespace]
	namespace != input.request.namespace
	message := sprintf("invalid ingress host %q (conflicts with %v/%v)", [host, namespace, owner])
}
