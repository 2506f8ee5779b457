import { expect, test } from "vitest";
import { observability } from "./observability.ts";

const read = (settings: Record<string, string>) => {
  Object.assign(process.env, settings);
  return observability();
};

test("everything is off by default", () => {
  expect(observability()).toEqual({
    LOG_REQUESTS: false,
    OTEL_EXPORTER_OTLP_HEADERS: [],
    OTEL_SERVICE_NAME: "tambo-users",
  });
});

test("headers and the address are read as OpenTelemetry writes them", () => {
  const OTEL_EXPORTER_OTLP_HEADERS = "Authorization=Bearer%20a=b, x-team=chat,";
  const OTEL_EXPORTER_OTLP_ENDPOINT = "https://otlp.example/base/";
  expect(read({ OTEL_EXPORTER_OTLP_HEADERS, OTEL_EXPORTER_OTLP_ENDPOINT })).toMatchObject({
    OTEL_EXPORTER_OTLP_ENDPOINT: "https://otlp.example/base",
    OTEL_EXPORTER_OTLP_HEADERS: ["Authorization=Bearer%20a=b", "x-team=chat"],
  });
});

test.each([
  ["OTEL_EXPORTER_OTLP_HEADERS", "secret", "must be name=value"],
  ["OTEL_EXPORTER_OTLP_HEADERS", "a b=secret", "must be name=value"],
  ["OTEL_EXPORTER_OTLP_HEADERS", "a=secret%", "must be name=value"],
  ["OTEL_EXPORTER_OTLP_HEADERS", "a=secret%0Ab", "must be name=value"],
  ["OTEL_EXPORTER_OTLP_HEADERS", "a=secret…", "must be name=value"],
  ["OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4318", "must be the address of a collector"],
  [
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "http://me:secret@a.example",
    "must not have a user or a password",
  ],
  ["METRICS_TOKEN", "secret of sixteen and more", "must have at least 16 characters and no space"],
  ["METRICS_TOKEN", "secret", "must have at least 16 characters"],
  ["LOG_REQUESTS", "secret", "must be true or false"],
])("%s=%s is refused, without its value", (name, value, message) => {
  expect(() => read({ [name]: value })).toThrow(`${name}: ${message}`);
  expect(() => observability()).not.toThrow("secret");
  process.env[name] = "";
});
