// Sends what an example needs before the example itself, so that "Execute" succeeds when nobody has typed anything: a cancellation
// needs something to cancel. The documents name these requests in x-forceops-first. What somebody typed is sent as it is.
window.forceops = (() => {
  let documents;

  const load = () => documents ??= Promise.all(window.ui.getConfigs().urls.map(async item => {
    const document = await (await fetch(item.url)).json();
    return [item.url.match(/([^/]+)\/swagger\.json$/)[1], document];
  })).then(Object.fromEntries);

  const operationsOf = document => Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })));

  const examplesOf = operation =>
    Object.values(operation.requestBody?.content ?? {}).flatMap(content => Object.entries(content.examples ?? {}));

  const parameterOf = (operation, place, name) =>
    operation.parameters?.find(item => item.in === place && item.name === name);

  const partsOf = path => path.split('/');

  const matches = (path, sent) => partsOf(path).length === sent.length
    && partsOf(path).every((part, i) => part.startsWith('{') || part === sent[i]);

  // The path as examples fill it, unless a value is known already.
  const fill = ({ path, operation }, values) => path.replace(/{([^}]+)}/g, (_, name) =>
    encodeURIComponent(values[name] ?? parameterOf(operation, 'path', name).example));

  const queryOf = operation => {
    const query = (operation.parameters ?? []).filter(item => item.in === 'query' && item.example !== undefined);
    return query.length === 0 ? '' : '?' + new URLSearchParams(query.map(item => [item.name, item.example]));
  };

  // Swagger UI sends a parameter's default when there is no example.
  const offers = (parameter, value) => String(parameter?.example ?? parameter?.schema.default) === value;

  const isUntouched = (found, url, body) =>
    url.pathname === fill(found, {})
    && [...url.searchParams].every(([name, value]) => offers(parameterOf(found.operation, 'query', name), value))
    && (body === undefined || examplesOf(found.operation).some(([, item]) => JSON.stringify(item.value) === JSON.stringify(body)));

  // Sends the requests that come before; answers the values that the path takes out of their answers, and puts the others into the body.
  const sendFirst = async (all, operation, headers, body) => {
    const values = {};
    for (const first of operation['x-forceops-first'] ?? []) {
      const answer = await sendExample(all, first, headers);
      for (const { from, into } of first.takes) {
        const value = from.slice(1).split('/').reduce((node, name) => node[name], answer);
        const names = into.slice(1).split('/');
        if (into.startsWith('/'))
          names.slice(0, -1).reduce((node, name) => node[name], body)[names.at(-1)] = value;
        else
          values[into] = value;
      }
    }
    return values;
  };

  const sendExample = async (all, first, headers) => {
    const found = operationsOf(all[first.document]).find(item => item.operation.operationId === first.operation);
    const [, example] = examplesOf(found.operation).find(([name]) => !first.example || name === first.example) ?? [];
    const body = structuredClone(example?.value);
    const values = await sendFirst(all, found.operation, headers, body);
    const url = fill(found, values) + queryOf(found.operation);
    // Something that somebody set under this name before stays as it is.
    if (found.method === 'put' && found.path.includes('{')) {
      const present = await fetch(url, { headers });
      if (present.ok)
        return present.json();
    }
    const answer = await fetch(url, { method: found.method.toUpperCase(), headers, body: JSON.stringify(body) });
    if (!answer.ok)
      throw new Error(`${first.operation} was answered ${answer.status}`);
    return answer.status === 204 ? undefined : answer.json();
  };

  const prepare = async request => {
    if (request.loadSpec)
      return request;
    try {
      const all = await load();
      const url = new URL(request.url, window.location.href);
      const found = Object.values(all).flatMap(operationsOf).find(item =>
        item.method === request.method.toLowerCase() && matches(item.path, partsOf(url.pathname)));
      const body = typeof request.body === 'string' ? JSON.parse(request.body) : undefined;
      if (!found?.operation['x-forceops-first'] || !isUntouched(found, url, body))
        return request;
      const { 'x-forceops-fault': fault, 'x-cid': cid, ...headers } = request.headers;
      const values = await sendFirst(all, found.operation, { ...headers, 'Content-Type': 'application/json' }, body);
      request.url = new URL(fill(found, values) + url.search, url).href;
      if (body !== undefined)
        request.body = JSON.stringify(body, null, 2);
    } catch (error) {
      // The answer to the request itself says what is missing.
      console.warn('The requests before this one failed.', error);
    }
    return request;
  };

  return { prepare };
})();
