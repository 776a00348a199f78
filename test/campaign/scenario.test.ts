import { describe, expect, test } from '@jest/globals';
import { describeScenario, drawScenario, FAULTS } from '../../sandbox/campaign/scenario';

describe('the scenarios of a seed', () => {
  test.each([1, 2, 99])('seed %d: every fault is in 100 runs, and every kind of drill', (seed) => {
    const scenarios = Array.from({ length: 100 }, (_, run) => drawScenario(seed, run));
    expect(new Set(scenarios.flatMap(({ faults }) => faults.map(({ fault }) => fault)))).toEqual(new Set(FAULTS));
    expect(new Set(scenarios.map(({ kind }) => kind))).toEqual(new Set(['switchover', 'failover', 'restore']));
  });

  test('the same seed gives the same scenarios', () => {
    expect([0, 1, 17].map((run) => describeScenario(drawScenario(1, run)))).toEqual([
      'switchover with fail back: drill-cancelled 190 ms after order, for 2943 ms; database-slow 163 ms after order, for 5247 ms',
      'failover with fail back by the controller: controller-killed 193 ms after order, for 5146 ms; database-cut 463 ms after order, for 5082 ms',
      'switchover with fail back: database-half-open 1348 ms after baseline, for 4954 ms; standby-disk-full 1168 ms after baseline, for 2303 ms',
    ]);
    expect(drawScenario(2, 0)).not.toEqual(drawScenario(1, 0));
  });

  test('a run depends on its number and the seed only, so that it can be run again alone', () => {
    const all = Array.from({ length: 20 }, (_, run) => drawScenario(7, run));
    expect(drawScenario(7, 13)).toEqual(all[13]);
  });

  test('a fault strikes only where it means something', () => {
    for (let run = 0; run < 1_000; run++) {
      const { kind, failBack, promotedBy, faults } = drawScenario(3, run);
      const names = faults.map(({ fault }) => fault);
      if (names.includes('controller-killed'))
        expect({ kind, promotedBy }).toEqual({ kind: 'failover', promotedBy: 'controller' });
      if (names.includes('old-writer-unfenced'))
        expect({ kind, failBack, promotedBy }).toEqual({ kind: 'failover', failBack: false, promotedBy: 'drill' });
      if (!failBack) expect(faults.map(({ moment }) => moment)).not.toContain('fail-back');
    }
  });
});
