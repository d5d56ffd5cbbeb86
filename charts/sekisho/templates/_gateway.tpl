{{- define "sekisho.gateway.selector" -}}
app.kubernetes.io/name: sekisho
app.kubernetes.io/component: gateway
{{- end }}

{{- define "sekisho.gateway.labels" -}}
{{ include "sekisho.gateway.selector" . }}
{{ include "sekisho.commonLabels" . }}
{{- end }}

{{/* What `sekisho bootstrap -o bundle` prints; which Pod it is for is said on Envoy's command line. */}}
{{- define "sekisho.gateway.bundle" -}}
{{ .Files.Get "files/gateway-bundle.json" | replace "NAMESPACE" .Release.Namespace | replace "CLUSTER-DOMAIN" .Values.clusterDomain }}
{{- end }}

{{/* Readiness and metrics for others than this Pod, of Envoy's admin port. */}}
{{- define "sekisho.gateway.extra" -}}
{{- $bind := ternary "::" "0.0.0.0" (contains ":" .Values.bind) -}}
static_resources:
  clusters:
  - name: envoy-admin
    connect_timeout: 1s
    load_assignment:
      cluster_name: envoy-admin
      endpoints:
      - lb_endpoints:
        - endpoint: {address: {socket_address: {address: 127.0.0.1, port_value: 15000}}}
  listeners:
  {{- range list
      (dict "name" "readiness" "port" 15021 "path" "/healthz/ready" "to" "/ready")
      (dict "name" "metrics" "port" 15090 "path" "/stats/prometheus" "to" "/stats/prometheus") }}
  - name: {{ .name }}
    address: {socket_address: {address: {{ $bind | quote }}, port_value: {{ .port }}}}
    bypass_overload_manager: true
    filter_chains:
    - filters:
      - name: envoy.filters.network.http_connection_manager
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          stat_prefix: {{ .name }}
          http_filters:
          - name: envoy.filters.http.router
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
          route_config:
            virtual_hosts:
            - name: {{ .name }}
              domains: ["*"]
              routes:
              - match: {path: {{ .path }}}
                route: {cluster: envoy-admin, prefix_rewrite: {{ .to }}}
  {{- end }}
{{- end }}
