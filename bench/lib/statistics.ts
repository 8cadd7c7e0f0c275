/** Summary of repeated measurements. */
export interface Summary {
  /** Number of measurements. */
  readonly n: number;
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** A straight line through measurements: value at zero, and increase per unit. */
export interface Line {
  readonly fixed: number;
  readonly each: number;
  /** Share of the variance explained by the line, 0 to 1. */
  readonly r2: number;
}

/** One measurement: size and cost. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Summarizes repeated measurements; the median of an even number is the mean of the middle two.
 *
 * @throws {RangeError} without values, or with one that is not finite
 */
export function summarize(values: readonly number[]): Summary {
  const sorted = [...values].sort((a, b) => a - b);
  const [min] = sorted;
  const max = sorted.at(-1);
  if (min === undefined || max === undefined || !values.every(Number.isFinite)) {
    throw new RangeError(`summarize: values is ${describe(values)}, expected one finite number or more`);
  }
  const half = (sorted.length - 1) / 2;
  const lower = sorted[Math.floor(half)] ?? min;
  const upper = sorted[Math.ceil(half)] ?? max;
  return { n: sorted.length, median: (lower + upper) / 2, min, max };
}

/**
 * The line of least squares.
 *
 * @throws {RangeError} with fewer than two different x
 */
export function fitLine(points: readonly Point[]): Line {
  const meanX = mean(points.map(({ x }) => x));
  const meanY = mean(points.map(({ y }) => y));
  const sum = (term: (dx: number, dy: number) => number): number =>
    points.reduce((total, { x, y }) => total + term(x - meanX, y - meanY), 0);
  const varianceX = sum((dx) => dx * dx);
  const varianceY = sum((_dx, dy) => dy * dy);
  const covariance = sum((dx, dy) => dx * dy);
  if (!(varianceX > 0)) {
    throw new RangeError(
      `fitLine: x is ${describe(points.map(({ x }) => x))}, expected two different ones or more`,
    );
  }
  const each = covariance / varianceX;
  const r2 = varianceY === 0 ? 1 : covariance ** 2 / (varianceX * varianceY);
  return { fixed: meanY - each * meanX, each, r2 };
}

/**
 * How many times as much one unit costs at the larger of two sizes: 1 is linear, `large.x / small.x` is quadratic.
 *
 * @throws {RangeError} when nothing was measured at the smaller one
 */
export function growth(small: Point, large: Point): number {
  const before = small.y / small.x;
  if (!(before > 0))
    throw new RangeError(`growth: small is ${JSON.stringify(small)}, expected x and y above 0`);
  return large.y / large.x / before;
}

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}

/** Formats numbers, NaN and infinities included, which JSON cannot express. */
function describe(values: readonly number[]): string {
  return `[${values.join(",")}]`;
}
