{{- define "liteio.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{/* Labels of every object; takes (list ROOT COMPONENT) */}}
{{- define "liteio.labels" -}}
{{- $root := index . 0 -}}
{{ include "liteio.selector" . }}
app.kubernetes.io/part-of: liteio
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
app.kubernetes.io/version: {{ $root.Chart.AppVersion | quote }}
helm.sh/chart: {{ $root.Chart.Name }}-{{ $root.Chart.Version }}
{{- end }}

{{- define "liteio.selector" -}}
app.kubernetes.io/name: liteio
app.kubernetes.io/instance: {{ (index . 0).Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end }}

{{/* Nodes of Linux, and what else an administrator wants of them */}}
{{- define "liteio.nodeSelector" -}}
{{ mergeOverwrite (dict "kubernetes.io/os" "linux") (. | default dict) | toYaml }}
{{- end }}

{{/* A container that needs nothing of its node */}}
{{- define "liteio.unprivileged" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities: {drop: [ALL]}
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{/* A container that works on its node's devices and mounts, as root; it writes nothing into its own image */}}
{{- define "liteio.privileged" -}}
privileged: true
readOnlyRootFilesystem: true
runAsUser: 0
{{- end }}

{{/* An image of a sidecar; takes (list ROOT IMAGE) */}}
{{- define "liteio.sidecar" -}}
{{- with (index . 0).Values.sidecars.registry }}{{ . }}/{{ end }}{{ index . 1 }}
{{- end }}
