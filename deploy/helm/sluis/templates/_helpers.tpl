{{- define "sluis.labels" -}}
app.kubernetes.io/name: sluis
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "sluis.selector" -}}
app.kubernetes.io/name: sluis
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}
