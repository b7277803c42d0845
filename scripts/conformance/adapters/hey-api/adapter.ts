// The client that @hey-api/openapi-ts writes for TypeScript, as an adapter of the conformance kit.
import { createInterface } from "node:readline";
import { createClient, createConfig, type Client } from "./client/client/index.js";
import { updateMaskingSession, type MaskingSessionUpdate } from "./client/index.js";

interface Call {
  base_url: string;
  auth_id: string;
  auth_token: string;
  session_uuid: string;
  fields: MaskingSessionUpdate;
  updates?: MaskingSessionUpdate[];
  at_once?: boolean;
  timeout_seconds: number;
}

function clientFor(call: Call): Client {
  return createClient(
    createConfig({
      baseUrl: call.base_url,
      auth: `${call.auth_id}:${call.auth_token}`,
      // Of a reply that is not declared as JSON the client would hand over the bare text.
      parseAs: "json",
      // fetch would follow with a GET, or take the update to another host.
      redirect: "manual",
    }),
  );
}

async function outcome(client: Client, call: Call, fields: MaskingSessionUpdate): Promise<object> {
  const { data, error, request, response } = await updateMaskingSession({
    client,
    path: { auth_id: call.auth_id, session_uuid: call.session_uuid },
    body: fields,
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
