import { z } from 'zod';
import { CURRENT, PENDING, type SecretVersions } from '../../src/ports/secret-versions';

const PREVIOUS = 'AWSPREVIOUS';

interface Version {
  value: string | undefined;
  labels: Set<string>;
}

/** A secret in memory, with labels that move as those of Secrets Manager do. */
export class MemorySecret implements SecretVersions {
  isReachable = true;
  since = new Date('2026-01-01T00:00:00Z');
  private readonly versions = new Map<string, Version>();

  constructor(
    readonly name: string,
    value: object,
  ) {
    this.versions.set('initial', { value: JSON.stringify(value), labels: new Set([CURRENT]) });
  }

  /** What RotateSecret does before it invokes the function. @throws Error while another rotation is pending */
  begin(versionId: string): void {
    const other = this.idOf(PENDING);
    if (other !== undefined && other !== versionId && other !== this.idOf(CURRENT)) {
      throw new Error(`A previous rotation isn't complete. That rotation will be reattempted.`);
    }
    this.removeLabel(PENDING);
    const version = this.versions.get(versionId) ?? { value: undefined, labels: new Set<string>() };
    version.labels.add(PENDING);
    this.versions.set(versionId, version);
  }

  /** What an operator does about a rotation that cannot be finished. */
  removeLabel(label: string): void {
    for (const version of this.versions.values()) version.labels.delete(label);
  }

  valueOf(label: string): Record<string, unknown> | undefined {
    const value = this.versions.get(this.idOf(label) ?? '')?.value;
    return value === undefined ? undefined : z.record(z.string(), z.unknown()).parse(JSON.parse(value));
  }

  idOf(label: string): string | undefined {
    return [...this.versions].find(([, version]) => version.labels.has(label))?.[0];
  }

  async labels() {
    this.requireReachable();
    return new Map([...this.versions].filter(([, v]) => v.labels.size > 0).map(([id, v]) => [id, [...v.labels]]));
  }

  async read({ versionId, label }: { versionId: string; label: string }) {
    this.requireReachable();
    const version = this.versions.get(versionId);
    return version?.labels.has(label) === true ? version.value : undefined;
  }

  async currentSince() {
    this.requireReachable();
    return this.since;
  }

  async history(limit: number) {
    this.requireReachable();
    return [...this.versions.values()]
      .reverse()
      .flatMap(({ value }) => (value === undefined ? [] : [value]))
      .slice(0, limit);
  }

  async storePending(versionId: string, value: string) {
    this.store(versionId, value);
    this.move(PENDING, versionId);
  }

  async storeCurrent(versionId: string, value: string) {
    this.store(versionId, value);
    await this.makeCurrent(versionId, this.idOf(CURRENT) ?? '');
  }

  async makeCurrent(versionId: string, from: string) {
    this.requireReachable();
    if (this.idOf(CURRENT) === versionId) return;
    if (this.idOf(CURRENT) !== from) throw new Error(`AWSCURRENT is not attached to version ${from}`);
    this.move(PREVIOUS, from);
    this.move(CURRENT, versionId);
  }

  async clearPending(versionId: string) {
    this.requireReachable();
    this.versions.get(versionId)?.labels.delete(PENDING);
  }

  private store(versionId: string, value: string): void {
    this.requireReachable();
    const version = this.versions.get(versionId);
    if (version === undefined) this.versions.set(versionId, { value, labels: new Set() });
    else version.value ??= value;
  }

  private move(label: string, versionId: string): void {
    this.removeLabel(label);
    this.versions.get(versionId)?.labels.add(label);
  }

  private requireReachable(): void {
    if (!this.isReachable) throw new Error(`${this.name} does not answer`);
  }
}
