import type { Block, Hcl } from './read-hcl';

/** Where a block is: `modules/x: aws_y.z`. */
export function whereIs({ module, kind, type, name }: Block): string {
  const address = [kind === 'resource' ? '' : kind, type, name].filter((part) => part !== '').join('.');
  return `${module === '' ? 'root' : module}: ${address}`;
}

export function resource(hcl: Hcl, module: string, address: string): Block | undefined {
  return hcl.blocks.find(
    (block) => block.kind === 'resource' && block.module === module && `${block.type}.${block.name}` === address,
  );
}

/** The lists of a nested block's attribute, for example of `lifecycle`, without the marks of expressions. */
export function nestedTexts(block: Block, nested: string, attribute: string): readonly string[] {
  return list(block.body[nested]).flatMap((one) => texts(record(one)[attribute]));
}

/** Texts of an attribute, without the marks of expressions: `${aws_x.y}` is `aws_x.y`. */
export function texts(value: unknown): readonly string[] {
  return list(value)
    .filter((item) => typeof item === 'string')
    .map((item) => item.replace(/^\$\{(.*)\}$/s, '$1'));
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

export function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}
