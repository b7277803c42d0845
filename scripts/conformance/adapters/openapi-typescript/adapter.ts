// The types that openapi-typescript writes, with the client openapi-fetch, as an adapter of the conformance kit.
import { createInterface } from "node:readline";
import createClient, { type Client } from "openapi-fetch";
import type { components, paths } from "./schema.js";

type Update = components["schemas"]["MaskingSessionUpdate"];

interface Call {
  base_url: string;
  auth_id: string;
  auth_token: string;
  session_uuid: string;
  fields: Update;
  updates?: Update[];
  at_once?: boolean;
  timeout_seconds: number;
}

function clientFor(call: Call): Client<paths> {
  const credentials = Buffer.from(`${call.auth_id}:${call.auth_token}`).toString("base64");
  return createClient<paths>({
    baseUrl: call.base_url,
    headers: { Authorization: `Basic ${credentials}` },
    // fetch would follow with a GET, or take the update to another host.
    redirect: "manual",
  });
}

async function outcome(client: Client<paths>, call: Call, fields: Update): Promise<object> {
  let status: number | null = null;
  const noting = async (request: Request): Promise<Response> => {
    const response = await fetch(request);
    status = response.status;
    return response;
  };
  try {
    const { data, error, response } = await client.POST("/Account/{auth_id}/Masking/Session/{session_uuid}", {
      params: { path: { auth_id: call.auth_id, session_uuid: call.session_uuid } },
      body: fields,
      fetch: noting,
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

async function answer(call: Call): Promise<object> {
  const client = clientFor(call);
  if (call.updates === undefined) return outcome(client, call, call.fields);
  const outcomes: Promise<object>[] = [];
  for (const fields of call.updates) {
    outcomes.push(outcome(client, call, fields));
    if (!call.at_once) await outcomes.at(-1);
  }
  return { outcome: "several", outcomes: await Promise.all(outcomes) };
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await answer(JSON.parse(line) as Call)));
}
