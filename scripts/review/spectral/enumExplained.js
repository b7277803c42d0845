// Reports each value of an enum that the schema's description does not explain on a line of its own.
export default (schema) =>
  schema.enum
    .filter((value) => !String(schema.description ?? '').includes(`- \`${value}\`: `))
    .map((value) => ({ message: `The description must have a line "- \`${value}\`: ", which says what it means.` }))
