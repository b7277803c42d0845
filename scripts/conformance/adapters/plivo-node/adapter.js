// The vendor's Node SDK as an adapter. It has no setting for the address of its voice calls, so every
// axios instance that it makes gets an interceptor that replaces the address; none of its bytes is changed.
"use strict";

const readline = require("readline");
const axios = require("axios");
const plivo = require("plivo");

let baseUrl;
let sent;
const create = axios.create;
axios.create = (...options) => {
  const instance = create.apply(axios, options);
  instance.interceptors.request.use((config) => {
    sent = true;
    config.url = config.url.replace("https://api.plivo.com/v1", baseUrl);
    return config;
  });
  return instance;
};

const camel = (key) => key.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
const snake = (key) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function wireNames(value) {
  if (Array.isArray(value)) return value.map(wireNames);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [snake(key), wireNames(item)]));
}

async function answer(call) {
  baseUrl = call.base_url;
  sent = false;
  let client;
  try {
    client = new plivo.Client(call.auth_id, call.auth_token, { timeout: call.timeout_seconds * 1000 });
  } catch (error) {
    return { outcome: "refused", detail: String(error) };
  }
  if (call.updates === undefined) return outcome(client, call, call.fields);
  const outcomes = [];
  for (const fields of call.updates) {
    outcomes.push(outcome(client, call, fields));
    if (!call.at_once) await outcomes.at(-1);
  }
  return { outcome: "several", outcomes: await Promise.all(outcomes) };
}

async function outcome(client, call, given) {
  const fields = Object.fromEntries(Object.entries(given).map(([key, value]) => [camel(key), value]));
  try {
    const reply = await client.maskingSession.updateMaskingSession(call.session_uuid, fields);
    if (reply instanceof Error) return { outcome: "refused", detail: reply.message };
    return { outcome: "reply", reply: wireNames(reply) };
  } catch (error) {
    if (!sent) return { outcome: "refused", detail: String(error) };
    if (typeof error === "string") return { outcome: "transport", detail: error };
    const { status = null, message = null, apiID } = error;
    return { outcome: "error", status, message, api_id: apiID || null };
  }
}

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    process.stdout.write(JSON.stringify(await answer(JSON.parse(line))) + "\n");
  }
  process.exit();
})();
