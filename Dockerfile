# The production server, for a database at DATABASE_URL: see docs/docker.md.
FROM node:24-slim AS packages
WORKDIR /app
COPY .npmrc package.json package-lock.json ./

FROM packages AS build
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build

# What serves needs no compilers, which are the optional packages, nor what only they use, nor the
# embedded database.
FROM packages AS serving
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund
WORKDIR /app/node_modules
RUN rm -r @electric-sql @tailwindcss @types tailwindcss typescript && find . -name "*.map" -delete

FROM node:24-slim
WORKDIR /app
ENV NODE_ENV=production
COPY --from=serving /app/node_modules node_modules
COPY --from=build /app/.next .next
COPY next.config.ts package.json ./
COPY adapters adapters
COPY app app
COPY components components
COPY drizzle drizzle
COPY lib lib
COPY scripts scripts
COPY server server
USER node
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["node", "--eval", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/health`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--import", "./scripts/lib/quick-imports.mjs", "server/server.ts"]
