// The types come from the SDK view: npx openapi-typescript openapi.sdk.yaml -o masking.d.ts
import type { components } from "./masking.js";

type Schemas = components["schemas"];

const { PLIVO_AUTH_ID: authId, PLIVO_AUTH_TOKEN: authToken } = process.env;
const session = "c28b77d4-21e7-43bd-9447-04bfee92e651";
const update: Schemas["MaskingSessionUpdate"] = { session_expiry: 7200, record: false };

const response = await fetch(
  `https://api.plivo.com/v1/Account/${authId}/Masking/Session/${session}/`,
  {
    method: "POST",
    headers: {
      Authorization: `Basic ${btoa(`${authId}:${authToken}`)}`,
      "Content-Type": "application/json",
    },
    body: JSON.stringify(update),
    signal: AbortSignal.timeout(5000),
  },
);
if (!response.ok) {
  const { error } = (await response.json()) as Schemas["ErrorReply"];
  throw new Error(`not updated: ${response.status} ${error}`);
}
const reply = (await response.json()) as Schemas["MaskingSessionUpdateResponse"];
console.log(reply.session.expiry_time, reply.session.record);
