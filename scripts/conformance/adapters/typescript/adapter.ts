// The client that openapi-generator writes for TypeScript, as an adapter of the conformance kit.
import { createInterface } from "node:readline";
import {
  Configuration,
  ErrorReplyFromJSON,
  FetchError,
  MaskingSessionsApi,
  MaskingSessionUpdateFromJSON,
  MaskingSessionUpdateResponseToJSON,
  ResponseError,
  instanceOfMaskingSession,
  instanceOfMaskingSessionUpdateResponse,
} from "./client/index.js";

interface Call {
  base_url: string;
  auth_id: string;
  auth_token: string;
  session_uuid: string;
  fields: object;
  updates?: object[];
  at_once?: boolean;
  timeout_seconds: number;
}

function clientFor(call: Call): MaskingSessionsApi {
  return new MaskingSessionsApi(
    new Configuration({ basePath: call.base_url, username: call.auth_id, password: call.auth_token }),
  );
}

async function outcome(api: MaskingSessionsApi, call: Call, fields: object): Promise<object> {
  let status: number | null = null;
  try {
    const response = await api.updateMaskingSessionRaw(
      {
        authId: call.auth_id,
        sessionUuid: call.session_uuid,
        maskingSessionUpdate: MaskingSessionUpdateFromJSON(fields),
      },
      // fetch would follow with a GET, or take the update to another host.
      { signal: AbortSignal.timeout(call.timeout_seconds * 1000), redirect: "manual" },
    );
    status = response.raw.status;
    const reply = await response.value();
    // The types are a promise only; the generated guards are what makes sure that the keys are there.
    if (!instanceOfMaskingSessionUpdateResponse(reply) || !instanceOfMaskingSession(reply.session)) {
      return { outcome: "error", status, message: "a key is missing", api_id: null };
    }
    return { outcome: "reply", reply: MaskingSessionUpdateResponseToJSON(reply) };
  } catch (problem) {
    if (problem instanceof ResponseError) return await told(problem.response);
    if (problem instanceof FetchError) return { outcome: "transport", detail: String(problem.cause) };
    if (status !== null) return { outcome: "error", status, message: String(problem), api_id: null };
    return { outcome: "refused", detail: String(problem) };
  }
}

async function told(response: Response): Promise<object> {
  const unreadable = { outcome: "error", status: response.status, message: null, api_id: null };
  try {
    const error = ErrorReplyFromJSON(await response.json());
    return { ...unreadable, message: error.error ?? null, api_id: error.api_id ?? null };
  } catch {
    return unreadable;
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
