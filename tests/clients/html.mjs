// Validates HTML: node html.mjs reads a JSON object of addresses and documents, and prints one fault a line.
import { HtmlValidate } from "html-validate";

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const documents = JSON.parse(Buffer.concat(chunks).toString("utf-8"));
const validator = new HtmlValidate({ root: true, extends: ["html-validate:standard"] });
for (const [address, html] of Object.entries(documents)) {
  const report = await validator.validateString(html, address);
  for (const { messages } of report.results) {
    for (const { line, column, ruleId, message } of messages) {
      console.log(`${address}:${line}:${column}: ${ruleId}: ${message}`);
    }
  }
}
