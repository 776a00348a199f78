import { code, markdownTable, prose } from './markdown';
import type { Output, TerraformModule, Variable } from './read-module';

const REQUIRED = '*required*';

/** What a module makes, takes and gives, as the generated part of its README. */
export function renderModule({ resources, variables, outputs }: TerraformModule): string {
  return [
    '## Resources',
    listOrNone(
      ['address', 'kind', 'file'],
      resources.map(({ address, kind, file }) => [code(address), kind, `[${file}](${file})`]),
    ),
    '## Inputs',
    listOrNone(['input', 'type', 'default', 'meaning'], variables.flatMap(inputRows)),
    '## Outputs',
    renderOutputs(outputs),
  ].join('\n\n');
}

/** A reference of root configurations: everything that can be set, and what happens to a value that is refused. */
export function renderReference(
  introduction: string,
  configurations: readonly (readonly [directory: string, module: TerraformModule])[],
): string {
  const sections = configurations.flatMap(([directory, { variables, outputs }]) => [
    `## ${directory}`,
    ...variables.flatMap(renderVariable),
    `### Outputs of ${directory}`,
    renderOutputs(outputs),
  ]);
  return `${[introduction, ...sections].join('\n\n')}\n`;
}

function renderVariable(variable: Variable): readonly string[] {
  const { name, description, rules } = variable;
  const rows = typeRows(variable);
  return [
    `### ${code(name)}`,
    ...(description === '' ? [] : [prose(description)]),
    rows.length > 1 ? markdownTable(['name', 'type', 'default'], rows) : rows.map(oneType).join(''),
    ...(rules.length === 0 ? [] : [rules.map((rule) => `- ${prose(rule)}`).join('\n')]),
  ];
}

function oneType([, type = '', fallback = '']: readonly string[]): string {
  return `Type ${type}, ${fallback === REQUIRED ? fallback : `default ${fallback}`}.`;
}

function renderOutputs(outputs: readonly Output[]): string {
  return listOrNone(
    ['output', 'meaning'],
    outputs.map(({ name, description, marks }) => [code(name), withMarks(prose(description), marks)]),
  );
}

function inputRows(variable: Variable): readonly (readonly string[])[] {
  return typeRows(variable).map((row, index) => [...row, index === 0 ? prose(variable.description) : '']);
}

function typeRows({ types, fallback, marks }: Variable): readonly (readonly string[])[] {
  return types.map(({ name, type, ...attribute }, index) => {
    const isVariable = index === 0;
    const value = isVariable ? fallback : attribute.optional ? (attribute.fallback ?? 'null') : undefined;
    return [code(name), withMarks(code(type), isVariable ? marks : []), value === undefined ? REQUIRED : code(value)];
  });
}

function withMarks(text: string, marks: readonly string[]): string {
  return marks.length === 0 ? text : `${text} (${marks.join(', ')})`;
}

function listOrNone(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return rows.length === 0 ? 'None.' : markdownTable(header, rows);
}
