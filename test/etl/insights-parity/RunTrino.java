import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trino.Session;
import io.trino.plugin.memory.MemoryConnectorFactory;
import io.trino.testing.LocalQueryRunner;
import io.trino.testing.MaterializedResult;
import io.trino.testing.MaterializedRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs statements on a Trino in this JVM, with tables in memory.
 *
 * Reads a JSON list of lists of statements from the first file, each for an engine without tables; writes lists of answers to the
 * second: the rows of texts (null for NULL), or the error.
 */
public class RunTrino {
  public static void main(String[] files) throws Exception {
    ObjectMapper json = new ObjectMapper();
    List<List<String>> sets = json.readValue(Path.of(files[0]).toFile(), new TypeReference<>() {});
    Session session =
        io.trino.testing.TestingSession.testSessionBuilder().setCatalog("memory").setSchema("default").build();
    List<List<Object>> answers = new ArrayList<>();
    for (List<String> statements : sets) {
      List<Object> own = new ArrayList<>();
      try (LocalQueryRunner runner = LocalQueryRunner.create(session)) {
        runner.createCatalog("memory", new MemoryConnectorFactory(), Map.of());
        for (String statement : statements) own.add(answer(runner, statement));
      }
      answers.add(own);
    }
    Files.writeString(Path.of(files[1]), json.writeValueAsString(answers));
    // Threads of the engine would keep the JVM.
    System.exit(0);
  }

  private static Map<String, Object> answer(LocalQueryRunner runner, String statement) {
    try {
      MaterializedResult result = runner.execute(statement);
      List<List<String>> rows = new ArrayList<>();
      for (MaterializedRow row : result.getMaterializedRows()) {
        List<String> cells = new ArrayList<>();
        for (Object field : row.getFields()) cells.add(field == null ? null : String.valueOf(field));
        rows.add(cells);
      }
      return Map.of("columns", result.getColumnNames(), "rows", rows);
    } catch (RuntimeException error) {
      return Map.of("error", String.valueOf(error.getMessage()));
    }
  }
}
