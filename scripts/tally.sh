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
find "$@" -path '*/target/*-reports/TEST-*.xml' -exec cat {} + | awk '
  function number(name,   at) {
    at = match($0, " " name "=\"[0-9]+\"")
    return at ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : 0
  }
  /<testsuite / {
    failed += number("failures") + number("errors")
    skipped += number("skipped")
    tests += number("tests")
  }
  END { print tests - failed - skipped, failed + 0, skipped + 0 }'
