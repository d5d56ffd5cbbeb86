{{/* The file of `sekisho run --config`: its keys are the flags. */}}
{{- define "sekisho.config" -}}
source: kubernetes
namespace: {{ .Release.Namespace | quote }}
bind: {{ .Values.bind | quote }}
webhook-port: "8443"
xds-port: "15012"
admin-port: "15014"
trust-domain: {{ .Values.trustDomain | quote }}
token-audience: {{ .Values.tokenAudience | quote }}
outbound-traffic-policy: {{ .Values.outboundTrafficPolicy | quote }}
xds-max-connection-age: {{ .Values.xdsMaxConnectionAge | quote }}
root-lifetime: {{ .Values.certificates.rootLifetime | quote }}
workload-certificate-lifetime: {{ .Values.certificates.workloadLifetime | quote }}
serving-certificate-lifetime: {{ .Values.certificates.servingLifetime | quote }}
{{- with .Values.certificates.servingSecret }}
serving-certificate-secret: {{ . | quote }}
{{- end }}
{{- with .Values.webhooks.clientCidrs }}
webhook-client-cidr: {{ join "," . | quote }}
{{- end }}
{{- end }}
