/** Seconds by which the clocks of an issuer and of this machine may differ. */
export const CLOCK_SKEW = 5;
