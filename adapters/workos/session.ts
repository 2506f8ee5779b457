import { decodeJwt } from "jose";
import { cookies } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import { NextRequest } from "next/server";
import { appEnv } from "#lib/env.ts";
import { HttpError } from "#lib/http-error.ts";
import type { SessionAdapter } from "../adapter.ts";
import { COOKIE_NAME } from "./proxy.ts";
