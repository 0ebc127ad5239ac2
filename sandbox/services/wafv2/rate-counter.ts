/**
 * Requests by key within a window that ends now. AWS estimates the rate and usually notices a change within 30 seconds; here it is
 * exact and at once, so that tests can count on it.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based-caveats.html
 */
export class RateCounter {
  /** Times of requests by key, oldest first. */
  private readonly requests = new Map<string, number[]>();

  constructor(
    private readonly limit: number,
    private readonly windowSeconds: number,
  ) {}

  /** Counts a request, and says whether there are now more than the limit allows. Requests that were blocked count, too. */
  exceeded(key: string, now: number): boolean {
    const since = now - this.windowSeconds * 1000;
    const recent = (this.requests.get(key) ?? []).filter((time) => time > since);
    recent.push(now);
    // Beyond the limit more of them change nothing: the newest are kept, for they leave the window last.
    if (recent.length > this.limit + 1) recent.shift();
    this.requests.set(key, recent);
    return recent.length > this.limit;
  }
}
