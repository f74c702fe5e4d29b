# An example that asks some questions, with a stand-in for its models. Builds from the repository's root.
FROM node:24.21.0-slim
WORKDIR /app
COPY . .
RUN npm install --no-audit --no-fund && npm run build
USER node
CMD ["node", "examples/rag-chain/dist/main.js"]
