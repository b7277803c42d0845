// The client that @hey-api/openapi-ts writes for TypeScript, as an adapter of the conformance kit.
import { createInterface } from "node:readline";
import { createClient, createConfig } from "./client/client/index.js";
import { updateMaskingSession, type MaskingSessionUpdate } from "./client/index.js";

interface Call {
  base_url: string;
  auth_id: string;
  auth_token: string;
  session_uuid: string;
  fields: MaskingSessionUpdate;
  timeout_seconds: number;
}

async function outcome(call: Call): Promise<object> {
  const client = createClient(
    // Of a reply that is not declared as JSON the client would hand over the bare text.
    createConfig({ baseUrl: call.base_url, auth: `${call.auth_id}:${call.auth_token}`, parseAs: "json" }),
  );
  const { data, error, request, response } = await updateMaskingSession({
    client,
    path: { auth_id: call.auth_id, session_uuid: call.session_uuid },
    body: call.fields,
    signal: AbortSignal.timeout(call.timeout_seconds * 1000),
  });
  if (data !== undefined) return { outcome: "reply", reply: data };
  if (request === undefined) return { outcome: "refused", detail: String(error) };
  if (response === undefined) return { outcome: "transport", detail: String(error) };
  return {
    outcome: "error",
    status: response.status,
    message: error.error ?? null,
    api_id: error.api_id ?? null,
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await outcome(JSON.parse(line) as Call)));
}
