import { expect, test } from "vitest";
import { count, metrics, noteFirstEvent, writeMetrics } from "./metrics.ts";

test("what was counted is written as Prometheus reads it", () => {
  const { exchanges, runs } = metrics();
  count(exchanges, "ok");
  count(exchanges, "ok");
  count(exchanges, "invalid_request");
  count(runs, "CANCELLED");
  metrics().running = 3;
  for (const seconds of [0.05, 0.2, 0.25, 31]) noteFirstEvent(seconds);
  expect(
    writeMetrics({ in_use: 1, idle: 2, waiting: 0 }),
  ).toBe(`# HELP tambo_token_exchanges_total Number of token exchanges, by outcome: ok or the error's code.
# TYPE tambo_token_exchanges_total counter
tambo_token_exchanges_total{outcome="ok"} 2
tambo_token_exchanges_total{outcome="invalid_request"} 1
# HELP tambo_runs_total Number of runs that have ended, by outcome: ok or the code of the last event.
# TYPE tambo_runs_total counter
tambo_runs_total{outcome="CANCELLED"} 1
# HELP tambo_runs_running Number of runs under way.
# TYPE tambo_runs_running gauge
tambo_runs_running 3
# HELP tambo_run_first_event_seconds Seconds from a run's start to the first event of its answer.
# TYPE tambo_run_first_event_seconds histogram
tambo_run_first_event_seconds_bucket{le="0.05"} 1
tambo_run_first_event_seconds_bucket{le="0.1"} 1
tambo_run_first_event_seconds_bucket{le="0.25"} 3
tambo_run_first_event_seconds_bucket{le="0.5"} 3
tambo_run_first_event_seconds_bucket{le="1"} 3
tambo_run_first_event_seconds_bucket{le="2.5"} 3
tambo_run_first_event_seconds_bucket{le="5"} 3
tambo_run_first_event_seconds_bucket{le="10"} 3
tambo_run_first_event_seconds_bucket{le="30"} 3
tambo_run_first_event_seconds_bucket{le="+Inf"} 4
tambo_run_first_event_seconds_sum 31.5
tambo_run_first_event_seconds_count 4
# HELP tambo_database_pool Number of connections in use or idle, and of queries waiting for one.
# TYPE tambo_database_pool gauge
tambo_database_pool{state="in_use"} 1
tambo_database_pool{state="idle"} 2
tambo_database_pool{state="waiting"} 0
`);
});
