import { defineConfig } from "@hey-api/openapi-ts";

export default defineConfig({
  input: process.env.DOCUMENT!,
  output: {
    path: "client",
    // Node's ES modules want the extension in an import.
    module: { extension: ".js" },
  },
  plugins: [
    "@hey-api/client-fetch",
    "zod",
    // Types are a promise only; this checks arguments before they are sent, and replies.
    { name: "@hey-api/sdk", validator: true },
  ],
});
