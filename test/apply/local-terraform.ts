import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { ApplyPorts } from '../../actions/apply/src/run';
import { temporaryDirectory } from '../../src/adapters/temporary-directory';
import { terraformCli } from '../../src/adapters/terraform-cli';
import type { Logger } from '../../src/ports/logger';
import type { StateVersion } from '../../src/ports/state-head';
import type { Terraform } from '../../src/ports/terraform';
import { ApplyWorld } from '../fakes/apply-world';
import { FakeTerraform } from '../fakes/pipeline';

const stateSchema = z.object({
  lineage: z.string(),
  serial: z.number(),
  resources: z.array(
    z.object({ type: z.string(), name: z.string(), instances: z.array(z.object({ status: z.string().optional() })) }),
  ),
});

/** Real Terraform on a configuration of its own, with its state in a file: everything else around an apply is in memory. */
export class LocalTerraform {
  readonly terraform: Terraform;
  private readonly configuration: string;

  constructor(
    private readonly scratch: string,
    hcl: string,
    logger: Logger,
    interruptedBy?: () => NodeJS.Signals | undefined,
  ) {
    this.configuration = join(scratch, 'configuration');
    mkdirSync(this.configuration, { recursive: true });
    writeFileSync(join(this.configuration, 'main.tf'), `terraform {\n  backend "local" {}\n}\n${hcl}`);
    const cli = terraformCli({
      path: 'terraform',
      directory: this.configuration,
      dataDirectory: join(scratch, 'data'),
      environment: process.env,
      logger,
      ...(interruptedBy === undefined ? {} : { interruptedBy }),
    });
    // The environment keeps its state in S3.
    this.terraform = { ...cli, init: () => cli.init({ path: this.statePath }) };
  }

  /** Changes what is planned. */
  rewrite(hcl: string): void {
    writeFileSync(join(this.configuration, 'main.tf'), `terraform {\n  backend "local" {}\n}\n${hcl}`);
  }

  get isLocked(): boolean {
    return existsSync(join(this.scratch, '.terraform.tfstate.lock.info'));
  }

  get state(): StateVersion | undefined {
    const state = this.wholeState();
    return state === undefined ? undefined : { lineage: state.lineage, serial: state.serial };
  }

  /** What is in the state, with its status where it has one. */
  get resources(): readonly string[] {
    return (this.wholeState()?.resources ?? []).flatMap(({ type, name, instances }) =>
      instances.map(({ status }) => `${type}.${name}${status === undefined ? '' : ` (${status})`}`),
    );
  }

  /** What the plan job leaves behind: the plan of this moment, sealed. */
  async sealPlan(world: ApplyWorld): Promise<void> {
    await this.terraform.init({});
    await temporaryDirectory.use(async (files) => {
      const varFile = await files.write('variables.tfvars.json', '{}');
      const planFile = files.path('plan.tfplan');
      await this.terraform.plan({ varFile, planFile });
      await world.seal({ state: this.state }, await files.read(planFile));
    });
  }

  portsOf(world: ApplyWorld): ApplyPorts {
    world.state = this.state;
    const ports = world.ports();
    return {
      ...ports,
      privateDirectory: temporaryDirectory,
      of: (environment) => ({ ...ports.of(environment), terraform: this.terraform }),
    };
  }

  private wholeState(): z.infer<typeof stateSchema> | undefined {
    return existsSync(this.statePath) ? stateSchema.parse(JSON.parse(readFileSync(this.statePath, 'utf8'))) : undefined;
  }

  private get statePath(): string {
    return join(this.scratch, 'terraform.tfstate');
  }
}

/** A world for {@link LocalTerraform}. */
export function worldOf(): ApplyWorld {
  return new ApplyWorld(new FakeTerraform('{}'));
}
