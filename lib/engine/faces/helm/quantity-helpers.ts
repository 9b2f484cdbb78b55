import { QUANTITY_LIMITS } from '../../data/quantity.js';
import { NOT_SHARED } from '../../values/resources.js';
import { helperName } from './helper-names.js';

/**
 * The named templates that do what `values/quantity.ts` does: print resources in the form that a cluster stores, and
 * fail for those that it could not keep. Digits are strings as far as they can be, since templates only have 64 bits.
 */
export function quantityHelpers(chart: string): string {
  const name = (helper: string): string => helperName(chart, helper);
  return `{{- /* Resources in canonical form, as JSON. Takes a list: path for messages, resources. */}}
{{- define ${name('resources')} -}}
{{- $path := index . 0 -}}
{{- $resources := index . 1 -}}
{{- $canonical := dict -}}
{{- $milli := dict "limits" (dict) "requests" (dict) -}}
{{- range $side := list "limits" "requests" -}}
{{- $list := dict -}}
{{- range $resource, $text := dig $side (dict) $resources -}}
{{- $quantity := include ${name('quantity')} (list (printf "%s.%s.%s" $path $side $resource) $text) | fromJson -}}
{{- $_ := set $list $resource $quantity.canonical -}}
{{- $_ := set (get $milli $side) $resource $quantity.milli -}}
{{- end -}}
{{- if $list -}}{{- $_ := set $canonical $side $list -}}{{- end -}}
{{- end -}}
{{- range $resource, $request := $milli.requests -}}
{{- if regexMatch ${JSON.stringify(NOT_SHARED.source)} $resource -}}
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

{{- /* A quantity, as JSON: its canonical form, and its thousandths as ${QUANTITY_LIMITS.milliDigits} digits. Takes a list: path, quantity. */}}
{{- define ${name('quantity')} -}}
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
{{- if gt (add (len $digits) (mul 3 $power)) ${QUANTITY_LIMITS.digits} -}}
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
{{- $milli := print (repeat (max 0 (sub ${QUANTITY_LIMITS.milliDigits} (len $digits)) | int) "0") $digits -}}
{{- if or (gt (len $milli) ${QUANTITY_LIMITS.milliDigits}) (gt $milli "${QUANTITY_LIMITS.largestMilli}") -}}
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
`;
}
