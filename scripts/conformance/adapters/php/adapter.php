<?php
// The client that openapi-generator writes for PHP, as an adapter of the conformance kit.

declare(strict_types=1);

use GuzzleHttp\Client;
use GuzzleHttp\Promise\PromiseInterface;
use GuzzleHttp\TransferStats;
use Masking\Api\MaskingSessionsApi;
use Masking\ApiException;
use Masking\Configuration;
use Masking\Model\ErrorReply;
use Masking\Model\MaskingSessionUpdate;

require 'GuzzleHttp/autoload.php';
spl_autoload_register(function (string $class): void {
    if (str_starts_with($class, 'Masking\\')) {
        require __DIR__ . '/client/lib/' . str_replace('\\', '/', substr($class, strlen('Masking\\'))) . '.php';
    }
});

function answer(array $call): array
{
    $config = (new Configuration())
        ->setHost($call['base_url'])
        ->setUsername($call['auth_id'])
        ->setPassword($call['auth_token']);
    // What a client throws while it reads a reply doesn't hold the status, so it is noted on the way.
    $status = null;
    $note = function (TransferStats $stats) use (&$status): void {
        $status = $stats->getResponse()?->getStatusCode();
    };
    $client = new Client([
        'timeout' => $call['timeout_seconds'],
        'on_stats' => $note,
        // By default it follows with a GET, or takes the update to another host.
        'allow_redirects' => false,
        // By default libcurl sends an update again when the server drops a kept connection.
        'curl' => [CURLOPT_FORBID_REUSE => true],
    ]);
    $api = new MaskingSessionsApi($client, $config);
    [$account, $session] = [$call['auth_id'], $call['session_uuid']];
    $update = function (array $fields) use ($api, $account, $session, &$status): array {
        return outcome(fn () => $api->updateMaskingSession($account, $session, new MaskingSessionUpdate($fields)), $status);
    };
    if (!isset($call['updates'])) {
        return $update($call['fields']);
    }
    if (!$call['at_once']) {
        return ['outcome' => 'several', 'outcomes' => array_map($update, $call['updates'])];
    }
    $promises = array_map(
        fn (array $fields) => $api->updateMaskingSessionAsync($account, $session, new MaskingSessionUpdate($fields)),
        $call['updates']
    );
    $wait = function (PromiseInterface $promise) use (&$status): array {
        return outcome(fn () => $promise->wait(), $status);
    };
    return ['outcome' => 'several', 'outcomes' => array_map($wait, $promises)];
}

function outcome(callable $update, ?int &$status): array
{
    $status = null;
    try {
        $reply = $update();
    } catch (ApiException $e) {
        if ($e->getCode() === 0) {
            return ['outcome' => 'transport', 'detail' => $e->getMessage()];
        }
        $error = $e->getResponseObject();
        $told = $error instanceof ErrorReply;
        return [
            'outcome' => 'error',
            'status' => $e->getCode(),
            'message' => $told ? $error->getError() : null,
            'api_id' => $told ? $error->getApiId() : null,
        ];
    } catch (InvalidArgumentException | Error $e) {
        if ($status === null) {
            return ['outcome' => 'refused', 'detail' => $e->getMessage()];
        }
        return ['outcome' => 'error', 'status' => $status, 'message' => $e->getMessage(), 'api_id' => null];
    }
    // The client reads any JSON; only when asked does it tell that required keys are missing.
    if (!$reply->valid() || !$reply->getSession()->valid()) {
        return ['outcome' => 'error', 'status' => $status, 'message' => 'a key is missing', 'api_id' => null];
    }
    return ['outcome' => 'reply', 'reply' => $reply];
}

while (($line = fgets(STDIN)) !== false) {
    $call = json_decode($line, true, 512, JSON_THROW_ON_ERROR);
    echo json_encode(answer($call), JSON_THROW_ON_ERROR), "\n";
}
