{{/* The file of `sekisho run --config`: its keys are the flags. */}}
{{- define "sekisho.config" -}}
source: kubernetes
namespace: {{ .Release.Namespace | quote }}
bind: {{ .Values.bind | quote }}
webhook-port: "8443"
xds-port: "15012"
admin-port: "15014"
cluster-domain: {{ .Values.clusterDomain | quote }}
trust-domain: {{ .Values.trustDomain | quote }}
token-audience: {{ .Values.tokenAudience | quote }}
outbound-traffic-policy: {{ .Values.outboundTrafficPolicy | quote }}
xds-max-connection-age: {{ .Values.xdsMaxConnectionAge | quote }}
log-format: {{ .Values.log.format | quote }}
log-level: {{ .Values.log.level | quote }}
root-lifetime: {{ .Values.certificates.rootLifetime | quote }}
workload-certificate-lifetime: {{ .Values.certificates.workloadLifetime | quote }}
serving-certificate-lifetime: {{ .Values.certificates.servingLifetime | quote }}
{{- with .Values.certificates.servingSecret }}
serving-certificate-secret: {{ . | quote }}
{{- end }}
{{- with .Values.tracing }}
{{- if .otlpEndpoint }}
otlp-endpoint: {{ .otlpEndpoint | quote }}
trace-sample-ratio: {{ .sampleRatio | quote }}
{{- end }}
{{- end }}
{{- with .Values.webhooks.clientCidrs }}
webhook-client-cidr: {{ join "," . | quote }}
{{- end }}
{{- with .Values.injection }}
injection-revision: {{ .revision | quote }}
injection-honour-istio-label: {{ .honourIstioInjectionLabel | quote }}
injection-init: {{ .redirection | quote }}
injection-native-sidecars: {{ .nativeSidecars | quote }}
{{- with .proxyImage }}
injection-proxy-image: {{ . | quote }}
{{- end }}
{{- with .redirectImage }}
injection-redirect-image: {{ . | quote }}
{{- end }}
{{- with .imagePullPolicy }}
injection-image-pull-policy: {{ . | quote }}
{{- end }}
injection-prometheus-annotations: {{ .prometheusAnnotations | quote }}
injection-proxy-cpu: {{ .resources.requests.cpu | default "off" | quote }}
injection-proxy-memory: {{ .resources.requests.memory | default "off" | quote }}
injection-proxy-cpu-limit: {{ .resources.limits.cpu | default "off" | quote }}
injection-proxy-memory-limit: {{ .resources.limits.memory | default "off" | quote }}
{{- end }}
{{- end }}
