// Converts one OpenAPI document: path of the document, path of the collection. The same document gives the same bytes.
const fs = require('fs');
const crypto = require('crypto');

// Where a document has no example, the converter invents a value; it must invent the same one each time.
let seed = 1;
Math.random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
const converter = require('openapi-to-postmanv2');

const [document, target] = process.argv.slice(2);
const options = {
  requestNameSource: 'Fallback', folderStrategy: 'Paths', parametersResolution: 'Example', optimizeConversion: false,
  includeAuthInfoInExample: false, keepImplicitHeaders: false, alwaysInheritAuthentication: true,
};

// The converter gives every item a new id each time; made from its place instead, two releases of one document do not differ.
function settle(item, path) {
  if (Array.isArray(item)) item.forEach((one, i) => settle(one, `${path}/${i}`));
  else if (item && typeof item === 'object') {
    for (const name of ['id', '_postman_id', 'uid'])
      if (typeof item[name] === 'string' && /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(item[name]))
        item[name] = crypto.createHash('sha256').update(path).digest('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/, '$1-$2-$3-$4-$5');
    for (const [name, value] of Object.entries(item)) settle(value, `${path}/${name}`);
  }
}

// Query parameters that an operation does not do without; the timeline wants an account where no token names one.
const needed = new Set(['List timeline events account_id']);
for (const path of Object.values(JSON.parse(fs.readFileSync(document, 'utf8')).paths))
  for (const operation of Object.values(path))
    for (const parameter of operation.parameters ?? [])
      if (parameter.in === 'query' && parameter.required) needed.add(`${operation.summary} ${parameter.name}`);

function eachOperation(item, change) {
  for (const request of [item.request, ...(item.response ?? []).map(answer => answer.originalRequest)].filter(Boolean)) change(item.name, request);
  item.item?.forEach(one => eachOperation(one, change));
}

converter.convertV2({ type: 'string', data: fs.readFileSync(document, 'utf8') }, options, (error, result) => {
  if (error || !result.result) throw error ?? new Error(`${document}: ${result.reason}`);
  const collection = result.output[0].data;
  settle(collection, document.replace(/.*\//, ''));
  eachOperation(collection, (_, request) => request.header?.forEach(header => {
    const name = header.key.toLowerCase();
    if (name === 'x-tenant') header.value = '{{tenant}}';
    // What may be left out is there to be ticked, and not sent with a value that nobody meant.
    else if (name.startsWith('x-')) Object.assign(header, { disabled: true, value: '' });
  }));
  eachOperation(collection, (name, request) => request.url.query?.forEach(query => {
    if (!needed.has(`${name} ${query.key}`)) Object.assign(query, { disabled: true, value: '' });
  }));
  const address = { key: 'baseUrl', value: 'http://127.0.0.1:8080' };
  const tenant = { key: 'tenant', value: 'TN-00000000-0000-0000-0000-000000000001' };
  collection.variable = [address, tenant, ...(collection.variable ?? []).filter(one => one.key !== 'baseUrl')];
  fs.writeFileSync(target, JSON.stringify(collection, null, 2) + '\n');
  let count = 0;
  eachOperation(collection, () => count++);
  console.log(`${target}: ${count} requests and examples`);
});
