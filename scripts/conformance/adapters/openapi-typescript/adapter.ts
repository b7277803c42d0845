// The types that openapi-typescript writes, with the client openapi-fetch, as an adapter of the conformance kit.
import { createInterface } from "node:readline";
import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";

interface Call {
  base_url: string;
  auth_id: string;
  auth_token: string;
  session_uuid: string;
  fields: components["schemas"]["MaskingSessionUpdate"];
  timeout_seconds: number;
}

async function outcome(call: Call): Promise<object> {
  const client = createClient<paths>({ baseUrl: call.base_url });
  const credentials = Buffer.from(`${call.auth_id}:${call.auth_token}`).toString("base64");
  let status: number | null = null;
  client.use({
    onResponse({ response }) {
      status = response.status;
    },
  });
  try {
    const { data, error, response } = await client.POST("/Account/{auth_id}/Masking/Session/{session_uuid}", {
      params: { path: { auth_id: call.auth_id, session_uuid: call.session_uuid } },
      headers: { Authorization: `Basic ${credentials}` },
      body: call.fields,
      signal: AbortSignal.timeout(call.timeout_seconds * 1000),
    });
    if (data !== undefined) return { outcome: "reply", reply: data };
    return { outcome: "error", status: response.status, message: error?.error ?? null, api_id: error?.api_id ?? null };
  } catch (problem) {
    // A reply that is not JSON is a SyntaxError, without the status.
    if (status !== null) return { outcome: "error", status, message: String(problem), api_id: null };
    return { outcome: "transport", detail: String(problem) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await outcome(JSON.parse(line) as Call)));
}
