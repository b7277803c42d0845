// Prints the body of an update after express-openapi-validator has validated it: node validate.js DOCUMENT BODY.
const express = require("express");
const OpenApiValidator = require("express-openapi-validator");

const [apiSpec, body] = process.argv.slice(2);
const app = express();
app.use(express.json());
app.use(OpenApiValidator.middleware({ apiSpec, validateSecurity: false }));
app.post("/v1/Account/:auth_id/Masking/Session/:session_uuid", (request, response) => response.json(request.body));
app.use((error, request, response, next) => response.status(error.status ?? 500).json({ error: error.message }));

const server = app.listen(0, "127.0.0.1", async () => {
  const url = `http://127.0.0.1:${server.address().port}/v1/Account/MAXXXXXXXXXXXXXXXXXX/Masking/Session/two-party`;
  const reply = await fetch(url, { method: "POST", headers: { "Content-Type": "application/json" }, body });
  console.log(await reply.text());
  server.close();
  process.exitCode = reply.ok ? 0 : 1;
});
