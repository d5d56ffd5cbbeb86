{{- define "storefront.name" -}}
{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "storefront.labels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- end }}

{{- define "storefront.container" -}}
name: {{ .name }}
image: {{ printf "%s/storefront-%s:%s" .root.Values.global.registry .name .root.Chart.AppVersion | quote }}
resources: {limits: {cpu: 100m, memory: 64Mi}}
{{- end }}
