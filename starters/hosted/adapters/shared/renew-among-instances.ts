/** Renews in this process alone: there is no database through which instances could agree. */
export const renewAmongInstances = <T>(
  _key: string,
  renew: () => Promise<T>,
  _isSpent: (result: T) => boolean,
) => renew();
