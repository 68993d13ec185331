#!/usr/bin/env bash
# tally.sh FOLDER...: the tests in the XML reports below these folders, as "passed failed skipped".
# tally.sh --flaky FOLDER...: those that failed and passed when run again, as CLASS.METHOD, one a line.
set -euo pipefail
if [ "${1:-}" = --flaky ]; then
  shift
  find "$@" -path '*/target/*-reports/TEST-*.xml' -exec cat {} + | awk '
    function value(name,   at) {
      at = match($0, " " name "=\"[^\"]*\"")
      return at ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : ""
    }
    /<testcase / {
      class = value("classname")
      sub(/.*\./, "", class)
      test = class "." value("name")
    }
    /<flaky(Failure|Error)[ >]/ && test != "" { print test; test = "" }'
  exit
fi
# what failed and was run again has overwritten the report of its class; failsafe's summary has them all
summaries=$(find "$@" -path '*/target/failsafe-reports/failsafe-summary.xml')
summed() {
  local report
  while IFS= read -r report; do
    grep -qxF "${report%/*}/failsafe-summary.xml" <<<"$summaries" || echo "$report"
  done < <(find "$@" -path '*/target/*-reports/TEST-*.xml')
  [ -z "$summaries" ] || echo "$summaries"
}
summed "$@" | xargs -r -d '\n' cat | awk '
  function number(name,   at) {
    at = match($0, " " name "=\"[0-9]+\"")
    return at ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : 0
  }
  function element(name,   at) {
    at = match($0, "<" name ">[0-9]+<")
    return at ? substr($0, RSTART + length(name) + 2, RLENGTH - length(name) - 3) : 0
  }
  /<testsuite / {
    failed += number("failures") + number("errors")
    skipped += number("skipped")
    tests += number("tests")
  }
  {
    failed += element("failures") + element("errors")
    skipped += element("skipped")
    tests += element("completed")
  }
  END { print tests - failed - skipped, failed + 0, skipped + 0 }'
