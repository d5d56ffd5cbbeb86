{{/* How to reach a path; of a dict with root and path. caBundle is left out: the leader fills it in, and keeps it. */}}
{{- define "sekisho.clientConfig" -}}
service:
  namespace: {{ .root.Release.Namespace }}
  name: sekisho
  port: {{ .root.Values.webhooks.clientPort }}
  path: {{ .path }}
{{- end }}

{{/* What all entries have in common; of a dict with root and failurePolicy. */}}
{{- define "sekisho.entry" -}}
admissionReviewVersions: [v1]
sideEffects: NoneOnDryRun
timeoutSeconds: {{ .root.Values.webhooks.timeoutSeconds }}
failurePolicy: {{ .failurePolicy }}
matchPolicy: Equivalent
{{- end }}

{{/* Namespaces that are never asked about: they must come up while Sekisho doesn't run. */}}
{{- define "sekisho.namespaceExpressions" -}}
- key: kubernetes.io/metadata.name
  operator: NotIn
  values: {{ concat (list .Release.Namespace "kube-system" "kube-public" "kube-node-lease") .Values.exemptNamespaces | uniq | toJson }}
- {key: sekisho.dev/webhook, operator: NotIn, values: [ignore]}
{{- end }}

{{/* The labels that turn injection on, each with the prefix of the name of its entry, as JSON. */}}
{{- define "sekisho.injectionLabels" -}}
{{- $labels := list
      (dict "prefix" "" "key" "sekisho.dev/injection" "value" "enabled")
      (dict "prefix" "revision." "key" "istio.io/rev" "value" .Values.injection.revision) }}
{{- if .Values.injection.honourIstioInjectionLabel }}
{{- $labels = append $labels (dict "prefix" "istio." "key" "istio-injection" "value" "enabled") }}
{{- end }}
{{- toJson $labels }}
{{- end }}

{{/*
What nobody needs to be asked about. The API server makes Roles and ClusterRoles when it starts, and doesn't start if that is
refused: while Sekisho is down it couldn't be started again. What is being deleted is let through anyway; asking would keep
finalizers from their work. The leader gives these conditions to "sekisho-rules" as well.
*/}}
{{- define "sekisho.conditions" -}}
- name: not-the-api-server-itself
  expression: "request.userInfo.username != 'system:apiserver'"
- name: not-being-deleted
  expression: "request.operation != 'UPDATE' || !has(object.metadata.deletionTimestamp)"
{{- end }}
