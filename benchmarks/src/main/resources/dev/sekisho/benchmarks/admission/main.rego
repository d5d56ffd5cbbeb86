# The answer to an AdmissionReview, out of what data.kubernetes.admission denies. For --v0-compatible.
package system

import data.kubernetes.admission

main = {
	"apiVersion": "admission.k8s.io/v1",
	"kind": "AdmissionReview",
	"response": response,
}

default uid = ""

uid = input.request.uid

response = {"uid": uid, "allowed": false, "status": {"message": message}} {
	message := concat(", ", admission.deny)
	message != ""
} else = {"uid": uid, "allowed": true}
