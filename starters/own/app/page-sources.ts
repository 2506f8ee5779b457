import { appEnv } from "../lib/base/env.ts";

/** What a page loads besides what is the app's own, by directive of its Content-Security-Policy. */
export const pageSources = () => ({ "img-src": appEnv().IMAGE_HOSTS });

/** Nothing here writes down what people say. */
export const usesMicrophone = () => false;
