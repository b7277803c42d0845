// The client that openapi-generator writes for Kotlin, as an adapter of the conformance kit.
import com.squareup.moshi.adapter
import java.io.IOException
import java.io.PrintStream
import java.time.Duration
import java.util.concurrent.Executors
import masking.apis.MaskingSessionsApi
import masking.infrastructure.ClientError
import masking.infrastructure.ClientException
import masking.infrastructure.Serializer.moshi
import masking.infrastructure.ServerError
import masking.infrastructure.ServerException
import masking.models.ErrorReply
import masking.models.MaskingSessionUpdate
import masking.models.MaskingSessionUpdateResponse
import okhttp3.Credentials
import okhttp3.OkHttpClient

class Call(
    val base_url: String,
    val auth_id: String,
    val auth_token: String,
    val session_uuid: String,
    val fields: MaskingSessionUpdate,
    val updates: List<MaskingSessionUpdate>?,
    val at_once: Boolean?,
    val timeout_seconds: Double,
)

// The exception for an unreadable reply doesn't hold the status, so each thread keeps that of its last one.
val lastStatus = ThreadLocal<Int?>()

fun answer(call: Call): Map<String, Any?> {
    val http = OkHttpClient.Builder()
        .callTimeout(Duration.ofMillis((call.timeout_seconds * 1000).toLong()))
        .addInterceptor { chain -> chain.proceed(chain.request()).also { lastStatus.set(it.code) } }
        // By default it follows with a GET, or takes the update to another host.
        .followRedirects(false)
        // By default it sends an update again when the server drops a kept connection.
        .retryOnConnectionFailure(false)
        .build()
    val api = MaskingSessionsApi(call.base_url, http)
    api.userCredentialsProvider = { call.auth_id to call.auth_token }
    val updates = call.updates ?: return outcome(api, call, call.fields)
    val pool = Executors.newFixedThreadPool(if (call.at_once == true) updates.size else 1)
    val outcomes = updates.map { pool.submit<Map<String, Any?>> { outcome(api, call, it) } }.map { it.get() }
    pool.shutdown()
    return mapOf("outcome" to "several", "outcomes" to outcomes)
}

@OptIn(ExperimentalStdlibApi::class)
fun outcome(api: MaskingSessionsApi, call: Call, fields: MaskingSessionUpdate): Map<String, Any?> {
    lastStatus.remove()
    return try {
        val reply = api.updateMaskingSession(call.auth_id, call.session_uuid, fields)
        mapOf("outcome" to "reply", "reply" to moshi.adapter<MaskingSessionUpdateResponse>().toJsonValue(reply))
    } catch (e: ClientException) {
        error(e.statusCode, (e.response as ClientError<*>).body)
    } catch (e: ServerException) {
        error(e.statusCode, (e.response as ServerError<*>).body)
    } catch (e: Exception) {
        val status = lastStatus.get()
        when {
            status != null -> error(status, null)
            e is IOException -> mapOf("outcome" to "transport", "detail" to e.toString())
            else -> mapOf("outcome" to "refused", "detail" to e.toString())
        }
    }
}

@OptIn(ExperimentalStdlibApi::class)
fun error(status: Int?, body: Any?): Map<String, Any?> {
    val told = try {
        moshi.adapter<ErrorReply>().fromJson(body as String)
    } catch (e: Exception) {
        null
    }
    return mapOf("outcome" to "error", "status" to status, "message" to told?.error, "api_id" to told?.apiId)
}

@OptIn(ExperimentalStdlibApi::class)
fun main() {
    val out = PrintStream(System.out, true, Charsets.UTF_8)
    System.`in`.bufferedReader().forEachLine { line ->
        out.println(moshi.adapter<Map<String, Any?>>().serializeNulls().toJson(answer(moshi.adapter<Call>().fromJson(line)!!)))
    }
}
