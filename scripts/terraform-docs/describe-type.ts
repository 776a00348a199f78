import { getExpressionAst, TFExpressionSyntaxTree as Syntax } from '@cdktn/hcl2json';

/** A variable, or an attribute inside its type: `regions[*].vpc_id` is a `string`. */
export interface TypedName {
  readonly name: string;
  /** On one line; objects are shortened, because their attributes follow. */
  readonly type: string;
  /** True for attributes that may be left out. */
  readonly optional: boolean;
  /** The expression that stands for an attribute that is left out; undefined when there is none. */
  readonly fallback: string | undefined;
}

/**
 * Takes a type constraint apart.
 *
 * @param name of the variable.
 * @param source the type as it is written in HCL, comments included.
 * @returns the variable, then the attributes of the objects inside its type, in the order of the source. `[*]` stands for each element.
 */
export async function describeType(name: string, source: string): Promise<readonly TypedName[]> {
  const tree = await getExpressionAst('type.tf', source);
  if (tree === null) throw new Error(`the type of ${name} is empty`);
  return rows(name, tree, Buffer.from(source));
}

function rows(name: string, type: Syntax.ExpressionType, source: Buffer): readonly TypedName[] {
  const [argument, fallback] = type.children;
  if (isCall(type, 'optional') && argument !== undefined) {
    const [first, ...rest] = rows(name, argument, source);
    const optional = { optional: true, fallback: fallback === undefined ? undefined : oneLine(fallback.meta.value) };
    return first === undefined ? [] : [{ ...first, ...optional }, ...rest];
  }
  return [{ name, type: shortType(type), optional: false, fallback: undefined }, ...attributes(name, type, source)];
}

function attributes(name: string, type: Syntax.ExpressionType, source: Buffer): readonly TypedName[] {
  const [argument] = type.children;
  if (argument === undefined || !Syntax.isFunctionCallExpression(type)) return [];
  if (type.meta.name !== 'object') return attributes(`${name}[*]`, argument, source);
  // Keys and values alternate, and a key has nothing but its place.
  return argument.children.flatMap((value, index) => {
    const key = argument.children[index - 1];
    if (index % 2 === 0 || key === undefined) return [];
    return rows(`${name}.${textAt(key.range, source)}`, value, source);
  });
}

function shortType(type: Syntax.ExpressionType): string {
  const [argument] = type.children;
  if (argument === undefined || !Syntax.isFunctionCallExpression(type)) return oneLine(type.meta.value);
  if (type.meta.name === 'object') return 'object';
  if (type.meta.name === 'tuple') return oneLine(type.meta.value);
  return `${type.meta.name}(${shortType(argument)})`;
}

function isCall(type: Syntax.ExpressionType, name: string): boolean {
  return Syntax.isFunctionCallExpression(type) && type.meta.name === name;
}

function textAt({ start, end }: Syntax.CodeRange, source: Buffer): string {
  return source.subarray(start.byte, end.byte).toString();
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
