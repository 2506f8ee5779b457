export interface Cookie {
  name: string;
  value: string;
}

/** Characters. Browsers drop a cookie whose name and value have more than 4,096. */
const LONGEST_PART = 3_800;
const PART = /^(.+)~(\d+)$/;

/** A cookie that browsers keep, however long: the second part of `name` is `name~1`. */
export function splitCookie({ name, value }: Cookie): Cookie[] {
  const parts = Math.max(1, Math.ceil(value.length / LONGEST_PART));
  return Array.from({ length: parts }, (_, index) => ({
    name: index === 0 ? name : `${name}~${index}`,
    value: value.slice(index * LONGEST_PART, (index + 1) * LONGEST_PART),
  }));
}

/** The cookies of a request with those together that `splitCookie` made. */
export function joinCookies(cookies: Cookie[]): Cookie[] {
  const values = new Map(cookies.map(({ name, value }) => [name, value]));
  return cookies
    .filter(({ name }) => !PART.test(name))
    .map(({ name, value }) => {
      let joined = value;
      for (let index = 1; values.has(`${name}~${index}`); index += 1) {
        joined += values.get(`${name}~${index}`);
      }
      return { name, value: joined };
    });
}

/** The further parts of a cookie that a request has, and that `kept` are not among. */
export function findLeftOver(cookies: Cookie[], of: string, kept: Cookie[]): string[] {
  const names = new Set(kept.map(({ name }) => name));
  return cookies.flatMap(({ name }) =>
    PART.exec(name)?.[1] === of && !names.has(name) ? [name] : [],
  );
}
