// Asks a SPARQL endpoint with Comunica: node comunica.mjs ENDPOINT QUERY prints one JSON object a row.
import { QueryEngine } from "@comunica/query-sparql";

const [endpoint, query] = process.argv.slice(2);
const engine = new QueryEngine();
const rows = await engine.queryBindings(query, { sources: [{ type: "sparql", value: endpoint }] });
for (const row of await rows.toArray()) {
  const values = [...row].map(([variable, term]) => [variable.value, term.value]);
  console.log(JSON.stringify(Object.fromEntries(values)));
}
