/**
 * A token bucket, as the request quotas of AWS's services are: `rate` tokens a second, at most `burst` at once.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
 */
export class TokenBucket {
  private tokens: number;
  private filled: number | undefined;

  constructor(
    private readonly rate: number,
    private readonly burst: number,
  ) {
    this.tokens = burst;
  }

  /** Takes a token, if there is one. @param now epoch milliseconds */
  take(now: number): boolean {
    const elapsed = (now - (this.filled ?? now)) / 1000;
    this.tokens = Math.min(this.burst, this.tokens + elapsed * this.rate);
    this.filled = now;
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}
