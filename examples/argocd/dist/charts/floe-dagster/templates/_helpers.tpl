{{- /* The name of the release, which all names begin with; under an alias in another chart, that follows. */}}
{{- define "floe-dagster.release" -}}
{{- .Release.Name -}}{{- if ne .Chart.Name "floe-dagster" -}}-{{ .Chart.Name }}{{- end -}}
{{- end }}

{{- /* Removes what is null, which means "not set", from a map of values. */}}
{{- define "floe-dagster.unset" -}}
{{- if kindIs "map" . -}}
{{- $map := . -}}
{{- range $key, $value := $map -}}
{{- if kindIs "invalid" $value -}}{{- $_ := unset $map $key -}}{{- else -}}{{- include "floe-dagster.unset" $value -}}{{- end -}}
{{- end -}}
{{- else if kindIs "slice" . -}}
{{- range . -}}{{- include "floe-dagster.unset" . -}}{{- end -}}
{{- end -}}
{{- end }}

{{- /* An object whose name says what it is: another spec is another object. Takes a list: its template, the root. */}}
{{- define "floe-dagster.named-by-content" -}}
{{- $root := index . 1 -}}
{{- $_ := set $root "Digest" "" -}}
{{- $object := include (index . 0) $root | fromYaml -}}
{{- $_ := set $root "Digest" ($object.spec | toRawJson | sha256sum | trunc 8) -}}
{{- include (index . 0) $root -}}
{{- end }}

{{- /* Resources in canonical form, as JSON. Takes a list: path for messages, resources. */}}
{{- define "floe-dagster.resources" -}}
{{- $path := index . 0 -}}
{{- $resources := index . 1 -}}
{{- $canonical := dict -}}
{{- $milli := dict "limits" (dict) "requests" (dict) -}}
{{- range $side := list "limits" "requests" -}}
{{- $list := dict -}}
{{- range $resource, $text := dig $side (dict) $resources -}}
{{- $quantity := include "floe-dagster.quantity" (list (printf "%s.%s.%s" $path $side $resource) $text) | fromJson -}}
{{- $_ := set $list $resource $quantity.canonical -}}
{{- $_ := set (get $milli $side) $resource $quantity.milli -}}
{{- end -}}
{{- if $list -}}{{- $_ := set $canonical $side $list -}}{{- end -}}
{{- end -}}
{{- range $resource, $request := $milli.requests -}}
{{- if regexMatch "^hugepages-|\\/" $resource -}}
{{- if ne $request (dig $resource "" $milli.limits) -}}
{{- fail (printf "%s.requests.%s is not what its limit is; set limits.%s alone" $path $resource $resource) -}}
{{- end -}}
{{- end -}}
{{- $limit := dig $resource $request $milli.limits -}}
{{- if gt $request $limit -}}
{{- fail (printf "%s.requests.%s is above its limit; lower the request or raise limits.%s" $path $resource $resource) -}}
{{- end -}}
{{- end -}}
{{- toJson $canonical -}}
{{- end }}

{{- /* A quantity, as JSON: its canonical form, and its thousandths as 22 digits. Takes a list: path, quantity. */}}
{{- define "floe-dagster.quantity" -}}
{{- $path := index . 0 -}}
{{- $text := index . 1 | trimPrefix "+" -}}
{{- $number := regexFind "^[0-9.]+" $text -}}
{{- $suffix := trimPrefix $number $text -}}
{{- $whole := splitList "." $number | first -}}
{{- $fraction := regexReplaceAll "^[0-9]*[.]?|0+$" $number "" -}}
{{- if not (contains "." $number) -}}{{- $fraction = "" -}}{{- end -}}
{{- $digits := regexReplaceAll "^0+" (print $whole $fraction) "" -}}
{{- $power := dig $suffix 0 (dict "Ki" 1 "Mi" 2 "Gi" 3 "Ti" 4 "Pi" 5 "Ei" 6) -}}
{{- $exponent := dig $suffix 0 (dict "n" -9 "u" -6 "m" -3 "k" 3 "M" 6 "G" 9 "T" 12 "P" 15 "E" 18) -}}
{{- $exponential := regexMatch "^[eE][+-]?[0-9]+$" $suffix -}}
{{- if $exponential -}}
{{- $exponent = regexReplaceAll "^[+]?(-?)0*([0-9])" (substr 1 -1 $suffix) "$1$2" | int -}}
{{- end -}}
{{- if gt (add (len $digits) (mul 3 $power)) 27 -}}
{{- fail (printf "%s: %s has too many digits; allowed: up to three decimals, below 2^63" $path $text) -}}
{{- end -}}
{{- $high := 0 -}}
{{- $low := 0 -}}
{{- if $power -}}
{{- $padded := print (repeat 27 "0") $digits -}}
{{- $high = regexReplaceAll "^0+" (substr 0 (sub (len $padded) 12 | int) $padded) "" | int64 -}}
{{- $low = regexReplaceAll "^0+" (substr (sub (len $padded) 12 | int) -1 $padded) "" | int64 -}}
{{- range until $power -}}
{{- $low = mul $low 1024 -}}
{{- $high = add (mul $high 1024) (div $low 1000000000000) -}}
{{- $low = mod $low 1000000000000 -}}
{{- end -}}
{{- $digits = regexReplaceAll "^0+" (printf "%d%012d" $high $low) "" -}}
{{- end -}}
{{- $scale := sub (add $exponent 3) (len $fraction) | int -}}
{{- if lt $scale 0 -}}
{{- $kept := regexReplaceAll (printf "0{%d}$" (sub 0 $scale)) $digits "" -}}
{{- if and $digits (eq $kept $digits) -}}
{{- fail (printf "%s: %s is finer than a thousandth, which Kubernetes rounds up; allowed: up to three decimals, below 2^63" $path $text) -}}
{{- end -}}
{{- $digits = $kept -}}
{{- else if $digits -}}
{{- $digits = print $digits (repeat $scale "0") -}}
{{- end -}}
{{- $milli := print (repeat (max 0 (sub 22 (len $digits)) | int) "0") $digits -}}
{{- if or (gt (len $milli) 22) (gt $milli "9223372036854775807000") -}}
{{- fail (printf "%s: %s is larger than 2^63-1; allowed: up to three decimals, below 2^63" $path $text) -}}
{{- end -}}
{{- $canonical := "0" -}}
{{- if and $power (hasSuffix "000" $digits) (ge (trimSuffix "000" $digits | int64) 1024) -}}
{{- $mantissa := trimSuffix "000" $digits | int64 -}}
{{- $units := list "" "Ki" "Mi" "Gi" "Ti" "Pi" "Ei" -}}
{{- $unit := 0 -}}
{{- range until 6 -}}
{{- if eq (mod $mantissa 1024) 0 -}}{{- $mantissa = div $mantissa 1024 -}}{{- $unit = add1 $unit -}}{{- end -}}
{{- end -}}
{{- $canonical = print $mantissa (index $units $unit) -}}
{{- else if $digits -}}
{{- $mantissa := $digits -}}
{{- $thousands := 0 -}}
{{- range until 7 -}}
{{- if hasSuffix "000" $mantissa -}}{{- $mantissa = trimSuffix "000" $mantissa -}}{{- $thousands = add1 $thousands -}}{{- end -}}
{{- end -}}
{{- $unit := index (list "m" "" "k" "M" "G" "T" "P" "E") $thousands -}}
{{- if $exponential -}}{{- $unit = ternary "" (printf "e%d" (sub (mul 3 $thousands) 3)) (eq $thousands 1) -}}{{- end -}}
{{- $canonical = print $mantissa $unit -}}
{{- end -}}
{{- dict "canonical" $canonical "milli" $milli | toJson -}}
{{- end }}

{{- define "floe-dagster.file.dagster.yaml" -}}
{{- $release := include "floe-dagster.release" . -}}
{{- $values := deepCopy .Values.AsMap -}}
{{- include "floe-dagster.unset" $values -}}
storage:
  postgres:
    postgres_db:
      scheme: "postgresql+psycopg2"
      hostname:
        env: "DAGSTER_PG_HOST"
      port:
        env: "DAGSTER_PG_PORT"
      db_name:
        env: "DAGSTER_PG_DB"
      username:
        env: "DAGSTER_PG_USERNAME"
      password:
        env: "DAGSTER_PG_PASSWORD"
scheduler:
  module: "dagster.core.scheduler"
  class: "DagsterDaemonScheduler"
run_coordinator:
  module: "dagster.core.run_coordinator"
  class: "QueuedRunCoordinator"
  config:
    dequeue_use_threads: true
    dequeue_num_workers: 4
run_launcher:
  module: "dagster_k8s"
  class: "K8sRunLauncher"
  config:
    job_namespace: "{{ .Release.Namespace }}"
    load_incluster_config: true
    service_account_name: "{{ $release }}-run"
    instance_config_map: "{{ $release }}-instance"
    dagster_home: "/opt/dagster/dagster_home"
    env_config_maps:
      - "{{ $release }}-run-environment"
    labels:
      dagster.io/release: "{{ $release }}"
    resources:
      requests:
        cpu: "250m"
        memory: "512Mi"
    run_k8s_config:
      container_config:
        volumeMounts:
          - name: "dagster-home"
            mountPath: "/opt/dagster/dagster_home"
          - name: "tmp"
            mountPath: "/tmp"
        env:
          - name: "DAGSTER_PG_PASSWORD"
            valueFrom:
              secretKeyRef:
                name: "{{ $release }}-postgresql"
                key: "postgresql-password"
        securityContext:
          allowPrivilegeEscalation: false
          capabilities:
            drop:
              - "ALL"
          readOnlyRootFilesystem: true
          runAsNonRoot: true
          seccompProfile:
            type: "RuntimeDefault"
      pod_spec_config:
        automountServiceAccountToken: true
        enableServiceLinks: false
        volumes:
          - name: "dagster-home"
            emptyDir: {}
          - name: "tmp"
            emptyDir: {}
        securityContext:
          runAsNonRoot: true
          runAsUser: 1000
          runAsGroup: 1000
          fsGroup: 1000
          fsGroupChangePolicy: "OnRootMismatch"
          seccompProfile:
            type: "RuntimeDefault"
      job_spec_config:
        ttlSecondsAfterFinished: 86400
run_monitoring:
  enabled: true
  start_timeout_seconds: 300
run_retries:
  enabled: true
schedules:
  use_threads: true
  num_workers: 4
sensors:
  use_threads: true
  num_workers: 4
compute_logs:
  module: "dagster.core.storage.noop_compute_log_manager"
  class: "NoOpComputeLogManager"
telemetry:
  enabled: false
nux:
  enabled: false
{{- end }}

{{- define "floe-dagster.file.code-server.yaml" -}}
{{- $release := include "floe-dagster.release" . -}}
{{- $values := deepCopy .Values.AsMap -}}
{{- include "floe-dagster.unset" $values -}}
storage:
  postgres:
    postgres_db:
      scheme: "postgresql+psycopg2"
      hostname:
        env: "DAGSTER_PG_HOST"
      port:
        env: "DAGSTER_PG_PORT"
      db_name:
        env: "DAGSTER_PG_DB"
      username:
        env: "DAGSTER_PG_USERNAME"
      password:
        env: "DAGSTER_PG_PASSWORD"
scheduler:
  module: "dagster.core.scheduler"
  class: "DagsterDaemonScheduler"
{{- end }}

{{- define "floe-dagster.file.workspace.yaml" -}}
{{- $release := include "floe-dagster.release" . -}}
{{- $values := deepCopy .Values.AsMap -}}
{{- include "floe-dagster.unset" $values -}}
{{- if dig "dagster-user-code" "enabled" true $values -}}
load_from:
  - grpc_server:
      host: "{{ $release }}-user-code-example"
      port: 3030
      location_name: "example"
{{- else -}}
load_from: []
{{- end -}}
{{- end }}
