import { handleApi, notOffered } from "#lib/identity/handle-api.ts";

export { OPTIONS } from "#lib/identity/handle-api.ts";

const refuse = handleApi<unknown>(async () => {
  throw notOffered("Projects and API keys are not managed through this API");
});

export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as POST, refuse as PUT };
