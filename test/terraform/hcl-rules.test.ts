import { beforeAll, describe, expect, test } from '@jest/globals';
import { hclFiles, readHcl, type Hcl } from '../../tooling/hcl-rules/read-hcl';
import { checkHcl, HCL_RULES } from '../../tooling/hcl-rules/rules';
import { HCL_MUTANTS } from './mutants/hcl';
import { replaced } from './mutants/mutant';

describe('the rules on what no plan shows', () => {
  let original: Hcl = { files: [], blocks: [] };

  beforeAll(async () => {
    original = await readHcl(hclFiles('terraform'));
  });

  test('find nothing in the configuration as it is', () => {
    expect(original.files.length).toBeGreaterThan(50);
    expect(checkHcl(original)).toEqual([]);
  });

  test.each(HCL_MUTANTS)('$expected.0 finds: $name', async ({ name, edit, expected: [rule, where, says] }) => {
    const text = original.files.find(({ path }) => path === edit.file)?.text ?? '';
    const changed = await readHcl([{ path: edit.file, text: replaced(text, name, edit) }]);
    const mutated: Hcl = {
      files: [...original.files.filter(({ path }) => path !== edit.file), ...changed.files],
      blocks: [...original.blocks.filter(({ file }) => file !== edit.file), ...changed.blocks],
    };
    expect(checkHcl(mutated)).toContainEqual({
      id: rule,
      where: expect.stringContaining(where),
      sentence: expect.stringContaining(says),
    });
  });

  test('each has a mutant', () => {
    expect(
      HCL_RULES.map(({ id }) => id).filter((id) => !HCL_MUTANTS.some(({ expected: [rule] }) => rule === id)),
    ).toEqual([]);
  });
});
