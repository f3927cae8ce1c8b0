# What the scripts of this folder share; each sources it from the top level of the checkout.
export CI=true
exec </dev/null 2>&1

CASTELLAN_TEST_COUNTS="$(mktemp)"
export CASTELLAN_TEST_COUNTS
trap 'rm -f "$CASTELLAN_TEST_COUNTS"' EXIT
failed=()

# step <name> <minutes> <command...>: a step that hangs fails too.
step() {
  local name="$1" minutes="$2" start="$SECONDS"
  shift 2
  printf '\n=== %s\n' "$name"
  if timeout --kill-after=30s "${minutes}m" "$@"; then
    printf '=== %s: ok, %s s\n' "$name" "$((SECONDS - start))"
  else
    printf '=== %s: FAILED, %s s\n' "$name" "$((SECONDS - start))"
    failed+=("$name")
  fi
}

# The URL of a PostgreSQL on this machine that lets the current user in, or nothing.
local_postgres() {
  CI_USER="$(id -un)" timeout 20s node -e '
    const { Client } = require("pg");
    const user = process.env.CI_USER;
    const client = new Client({ host: "127.0.0.1", port: 5432, database: "postgres", user, connectionTimeoutMillis: 3000 });
    client.connect().then(() => client.end()).then(
      () => console.log(`postgres://${encodeURIComponent(user)}@127.0.0.1:5432/postgres`),
      () => process.exit(1),
    );' 2>/dev/null
}

# Lets the tests use a PostgreSQL of this machine, where there is one.
use_local_postgres() {
  local url
  if [ -z "${TEST_DATABASE_URL:-}" ] && url="$(local_postgres)"; then
    export TEST_DATABASE_URL="$url"
  fi
}

# The last line is the total of all test runs. Fails when a step or a test did, and when no test passed.
report() {
  local passes failures
  read -r passes failures < <(awk '{ passed += $1; failed += $2 } END { print passed + 0, failed + 0 }' "$CASTELLAN_TEST_COUNTS")
  printf '\n'
  if [ "${#failed[@]}" -gt 0 ]; then printf 'Failed: %s\n' "$(IFS=,; printf '%s' "${failed[*]}")"; fi
  [ "$passes" -gt 0 ] || printf 'No test passed.\n'
  printf 'Tests: %s passed, %s failed\n' "$passes" "$failures"
  [ "${#failed[@]}" -eq 0 ] && [ "$failures" -eq 0 ] && [ "$passes" -gt 0 ]
}
