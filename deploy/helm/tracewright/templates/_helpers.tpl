{{- define "tracewright.name" -}}
{{- printf "%s" .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{- define "tracewright.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "tracewright.labels" -}}
{{ include "tracewright.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "tracewright.hosts" -}}
{{- $name := include "tracewright.name" . -}}
{{- $own := list $name (printf "%s.%s" $name .Release.Namespace) (printf "%s.%s.svc" $name .Release.Namespace) -}}
{{- $asked := ternary (list .Values.ingress.host) (list) .Values.ingress.enabled -}}
{{- concat $own $asked .Values.allowedHosts | join "," -}}
{{- end -}}

{{- /* The pod, the same in both modes but for where /data is. */ -}}
{{- define "tracewright.pod" -}}
metadata:
  labels:
    {{- include "tracewright.selector" . | nindent 4 }}
spec:
  {{- with .Values.imagePullSecrets }}
  imagePullSecrets: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.serviceAccount.name }}
  serviceAccountName: {{ . }}
  {{- end }}
  automountServiceAccountToken: {{ ne .Values.serviceAccount.name "" }}
  securityContext:
    runAsNonRoot: true
    runAsUser: 1000
    runAsGroup: 1000
    fsGroup: 1000
    seccompProfile: { type: RuntimeDefault }
  # What is under way is answered and committed first, which takes five seconds at most.
  terminationGracePeriodSeconds: 30
  containers:
    - name: collector
      image: "{{ required "image.repository: where the collector's image is" .Values.image.repository }}:{{ .Values.image.tag }}"
      imagePullPolicy: {{ .Values.image.pullPolicy }}
      ports:
        - { name: http, containerPort: 4318 }
      envFrom:
        - secretRef: { name: {{ required "existingSecret: a Secret with a way in, see values.yaml" .Values.existingSecret | quote }} }
      env:
        - { name: TRACEWRIGHT_ALLOWED_HOSTS, value: {{ include "tracewright.hosts" . | quote }} }
        {{- if .Values.ingress.enabled }}
        - name: TRACEWRIGHT_TRUSTED_PROXIES
          value: {{ required "ingress.trustedProxies: the pods of the ingress controller, or all people share one address and cookies are not marked as secure" (join "," .Values.ingress.trustedProxies) | quote }}
        {{- end }}
        {{- if eq .Values.mode "scale" }}
        - { name: TRACEWRIGHT_BLOBS, value: {{ required "blobs.url: such as s3://bucket/prefix" .Values.blobs.url | quote }} }
        - { name: TRACEWRIGHT_BLOBS_PRESIGN, value: {{ .Values.blobs.presign | quote }} }
        - { name: AWS_REGION, value: {{ .Values.blobs.region | quote }} }
        {{- with .Values.blobs.endpoint }}
        - { name: AWS_ENDPOINT_URL_S3, value: {{ . | quote }} }
        {{- end }}
        {{- end }}
        {{- range $name, $value := .Values.env }}
        - { name: {{ $name }}, value: {{ $value | quote }} }
        {{- end }}
      startupProbe:
        httpGet: &health
          path: /health
          port: http
          httpHeaders: [{ name: Host, value: localhost }]
        periodSeconds: 2
        # Migrations of a large database take their time.
        failureThreshold: 150
      readinessProbe: { httpGet: *health, periodSeconds: 5 }
      livenessProbe: { httpGet: *health, periodSeconds: 20, timeoutSeconds: 5 }
      lifecycle:
        # Until no new connections come.
        preStop: { exec: { command: ["node", "-e", "setTimeout(() => {}, 5000)"] } }
      resources: {{- toYaml .Values.resources | nindent 8 }}
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities: { drop: [ALL] }
      volumeMounts:
        - { name: data, mountPath: /data }
        - { name: tmp, mountPath: /tmp }
  volumes:
    - { name: tmp, emptyDir: {} }
    {{- if eq .Values.mode "scale" }}
    # Nothing is kept there.
    - { name: data, emptyDir: {} }
    {{- end }}
  {{- with .Values.nodeSelector }}
  nodeSelector: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.tolerations }}
  tolerations: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.affinity }}
  affinity: {{- toYaml . | nindent 4 }}
  {{- end }}
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "tracewright.selector" . | nindent 10 }}
{{- end -}}
